"""Student code: run where it can do no harm, and asked for plain values.

Read in this order:

1. :mod:`launch`: the threat model, and the jail as the grader holds it: a zygote, and a child for each program.
2. :mod:`lockdown`: the layers that a child puts on before it hears of any student's code; :mod:`syscalls`: the calls to
   the kernel that are left to it. :mod:`kernel`: the system calls that Python does not wrap. :mod:`ordinary`: how root
   becomes somebody who owns nothing.
3. :mod:`zygote` and :mod:`child`: the two processes inside; :mod:`boot` starts them. :mod:`cells`, :mod:`shell` and
   :mod:`stand_ins`: a notebook's cells, its magics, and modules that only draw. :mod:`counting`: what a call costs.
4. :mod:`wire`, :mod:`values` and :mod:`sympy_tree`: what passes between inside and outside, and what it means.
5. :mod:`process`: one child, asked and watched; :mod:`watch`: what a tree of processes uses. :mod:`runner`: a program
   that is run again without what was stopped; :mod:`remarks`: what the student is told of that.
6. :mod:`ladder`: which jail a machine can have; :mod:`body`: what all of them have in common; :mod:`alone`,
   :mod:`supervisor` and :mod:`scratch`: the lowest rung, which isolates nothing.

What it promises and what not is in ``docs/security.md``; ``tests/attacks`` tries to break it.
"""
