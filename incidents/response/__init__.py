"""An incident's life: grade, figures, log, ownership, status."""
