"""The static site of a rule base (``keymedic kb docs``): pages as values, without a file or a clock."""
