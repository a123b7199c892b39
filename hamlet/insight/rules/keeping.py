"""What the trail says of indicators, areas and what is said about them. No Django."""

SENTENCES = {
    "insight.theme_added": "added a theme of the dashboard",
    "insight.indicator_added": "added the indicator",
    "insight.indicator_changed": "changed the indicator",
    "insight.indicator_ended": "ended the indicator",
    "insight.series_started": "changed the definition: series {number} begins",
    "insight.target_set": "set a target",
    "insight.counts_shared": "said which other indicators count the same children",
    "insight.target_corrected": "put a target right",
    "insight.area_added": "added an area",
    "insight.population_held": "recorded the number of children of {year}",
    "insight.supplier_set": "recorded whose area the agency's figures cover and who signs them off",
    "insight.annotated": "explained a point of the chart",
    "insight.commented": "wrote a commentary",
    "insight.limits_recalculated": "decided that the control limits are worked out anew",
}
