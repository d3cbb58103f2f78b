"""What it costs, beside a bare aiogram echo bot, over the same local server, in one run."""
