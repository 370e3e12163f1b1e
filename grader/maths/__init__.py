"""Mathematics: reading it, typing it, deciding it.

Read in this order:

1. :mod:`terms`: what a formula says, as a tree (:mod:`light`: what makes it cheap). :mod:`notation`, :mod:`tokens`
   (made by :mod:`lexing`), :mod:`grammar` and :mod:`reader`: how text becomes one; :mod:`sympy_reader`: how a sympy
   tree does; :mod:`show`: the way back.
2. :mod:`declare`: what names stand for. :mod:`shapes`, :mod:`series` and :mod:`typing`: what a term means in a scope,
   and what does not fit.
3. :mod:`values`, :mod:`domains`, :mod:`duals`, :mod:`operators` and :mod:`evaluate`: the value of a term in any number
   domain, derivatives included; :mod:`rewrite`: what is simplified before; :mod:`effort`: how much of it there may be.
4. :mod:`points`, :mod:`draws`, :mod:`decide` and :mod:`witness`: are two terms equal, and where do they differ?
   :mod:`equations`: does one equation follow from another? :mod:`minimise` and :mod:`objectives`: minimisers, and the
   same minimisation task. :mod:`order`, with :mod:`definite`: inequalities, of numbers and of matrices.
5. :mod:`mistakes`: which slip explains a difference? :mod:`compare`: all of it, on two formulas.

To add an operator, say the covariance of two vectors: its shape and its value in :mod:`operators`, its spelling in
:mod:`notation`, how it is shown in :mod:`show`, and, if sympy has it, its head in :mod:`sympy_reader`.
"""
