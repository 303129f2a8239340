"""A sample municipal website that uses wagtail-ita: what a customer would write."""
