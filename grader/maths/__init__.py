"""Mathematics: reading it, typing it, deciding it.

Read in this order:

1. :mod:`terms`: what a formula says, as a tree. :mod:`tokens`, :mod:`notation`, :mod:`grammar` and :mod:`reader`: how
   text becomes one; :mod:`sympy_reader`: how a sympy tree does; :mod:`show`: the way back.
2. :mod:`declare`: what names stand for. :mod:`shapes`, :mod:`series` and :mod:`typing`: what a term means in a scope,
   and what does not fit.
3. :mod:`values`, :mod:`domains`, :mod:`duals`, :mod:`operators` and :mod:`evaluate`: the value of a term in any number
   domain, derivatives included; :mod:`rewrite`: what is simplified before.
4. :mod:`points`, :mod:`decide` and :mod:`witness`: are two terms equal, and where do they differ?
   :mod:`equations`: does one equation follow from another? :mod:`minimise`, :mod:`objectives` and :mod:`order`:
   minimisers, the same minimisation task, inequalities.
5. :mod:`mistakes`, with :mod:`ratios` and :mod:`expand`: which slip explains a difference? :mod:`compare`: all of it,
   on two formulas.
"""
