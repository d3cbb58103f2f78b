"""A leaked number is hidden (遮盖): in the books, and in what was sent already."""
