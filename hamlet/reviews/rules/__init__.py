"""What the law and the guidance say of a case: dates, who may, what is owed. No Django; `today` is an argument."""
