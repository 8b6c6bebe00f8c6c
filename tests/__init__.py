"""The checks of Muster, by room; `house` checks the house itself."""
