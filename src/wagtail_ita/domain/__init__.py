"""What ITA is, in plain Python: no models, no Wagtail, no HTTP.

Import from the modules; nothing is re-exported here. The only thing from Django in
this package is ``gettext_lazy``.
"""
