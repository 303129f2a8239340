"""Many agencies on one site, to see that the site stays fast: not part of the demo.

``writing`` is what their pages say, ``agencies`` makes the pages of one agency in memory, ``rows``
writes many pages in few statements, ``loading`` puts the agencies below the home page.
"""
