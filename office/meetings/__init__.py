"""三会: opening a meeting, noting grievances in it, handing them out together, and what becomes of them and of the promises."""
