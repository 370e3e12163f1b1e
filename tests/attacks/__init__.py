"""Attacks on the jail, as tables: what each tries, what holds it, and what it would get without that.

- ``test_reach``: at other people's files and processes, the machine, the network, the next submission;
- ``test_calls``: at the kernel, call by call;
- ``test_use``: at time, memory, disk and output;
- ``test_points``: at the marks themselves;
- ``test_layers``: the same attacks with a layer left out succeed, which shows that they bite.
"""
