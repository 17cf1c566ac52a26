"""What is drawn on the live map."""
