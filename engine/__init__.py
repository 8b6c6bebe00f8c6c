"""A change's life: planned, approved, run, verified, undone; and the reminders that follow people."""
