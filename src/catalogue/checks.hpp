// Knows the names of the checks; verify.cpp says of each what it means.
#pragma once

#include "catalogue/findings.hpp"

namespace co2est {

void check_rules_of_tables(const CheckedTables& tables, Findings& findings);
void check_text(const CheckedTables& tables, Findings& findings);
void check_numbers(const CheckedTables& tables, Findings& findings);
void check_units(const CheckedTables& tables, Findings& findings);
void check_keys(const CheckedTables& tables, Findings& findings);
void check_parents(const CheckedTables& tables, Findings& findings);
void check_required(const CheckedTables& tables, Findings& findings);

void check_sources(const CheckedTables& tables, Findings& findings);
void check_references(const CheckedTables& tables, Findings& findings);
void check_codes(const CheckedTables& tables, Findings& findings);
void check_needed(const CheckedTables& tables, Findings& findings);

void check_years(const CheckedTables& tables, Findings& findings);
void check_plausible(const CheckedTables& tables, Findings& findings);
void check_idle(const CheckedTables& tables, Findings& findings);
void check_families(const CheckedTables& tables, Findings& findings);
void check_defaults(const CheckedTables& tables, Findings& findings);
void check_anchors(const CheckedTables& tables, Findings& findings);

}  // namespace co2est
