"""Probes: what the machine can tell, nobody should have to type.

Beside the loader of rule bases this is the only part of the engine that looks outside: at the environment, at files,
and with an explicit yes at the network. Probes read and never execute what they find; each gives facts and checks,
is bounded in time, and one that fails says so while the others go on.
"""
