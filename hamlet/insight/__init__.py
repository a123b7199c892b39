"""Partners' returns, comparators and the multi-agency dashboard: every figure knows which period, area and agency it speaks for.

The duty to share and use information: Working Together 2018 chapter 3 and 2023 chapter 2; section 16H of the Children Act 2004.
"""
