"""What people and programs may ask and send."""
