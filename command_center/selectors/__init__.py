"""What the screens that show everything at once read, always for an actor."""
