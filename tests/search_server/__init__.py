"""The search on a site whose index is in a server beside the database."""
