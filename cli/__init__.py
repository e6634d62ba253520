"""The command: reads input, shows results. It decides nothing; every conclusion is the engine's."""
