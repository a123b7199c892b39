"""Serious incidents, rapid reviews and statutory reviews, each date of them by the rule in force when the case began.

The safeguarding partners' duty: Children Act 2004 sections 16C to 16F, SI 2018/789, Working Together chapter 4 (2018), 5 (2023).
"""
