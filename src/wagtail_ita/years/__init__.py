"""What is done to an assessment year as a whole: its pages are made, carried on, and closed."""
