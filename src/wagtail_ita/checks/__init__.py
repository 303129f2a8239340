"""What can be wrong with a site: Django system checks."""
