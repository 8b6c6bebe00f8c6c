"""A campaign's life: kept, opened wave by wave, swept, held, ended."""
