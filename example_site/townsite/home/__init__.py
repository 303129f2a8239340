"""The municipality's own pages: home, plain pages and news."""
