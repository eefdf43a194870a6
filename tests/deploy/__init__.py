"""What IT leans on: logs, figures, upgrades, proxies. On real servers where it matters."""
