"""What is said again and again by itself: on which days, for whom it is kept, and how one occurrence is said."""
