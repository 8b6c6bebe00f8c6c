"""How far the whole tenant is, in numbers that name nobody."""
