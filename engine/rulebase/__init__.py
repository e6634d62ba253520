"""YAML folders -> a validated `RuleBase`. `load.load_rule_base` is the way in."""
