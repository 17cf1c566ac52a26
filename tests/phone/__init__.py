"""The phone: text messages, follow-ups, the shell that starts without a line."""
