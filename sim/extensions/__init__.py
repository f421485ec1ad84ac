"""Extensions (plug-ins): policies, indicators and mechanisms of a user's own, from outside the package.

To load one is to run its code, so only a person names one: ``--with FILE`` on the command line, ``sim.register`` in
Python. No scenario, study, manifest or variable of the environment does.
"""
