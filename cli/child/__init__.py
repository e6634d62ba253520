"""Another process under keymedic: ``keymedic run`` and its terminal."""
