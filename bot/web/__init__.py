"""What the process serves over HTTP: health, figures for Prometheus, the intake of other systems, Telegram's webhook."""
