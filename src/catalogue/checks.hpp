// Knows the names of the checks; verify.cpp says of each what it means.
#pragma once

#include <span>
#include <vector>

#include "catalogue/column_name.hpp"
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

/// Every column that the lists of the checks name: those that no row leaves empty, those that name
/// rows with the ids that they name, those with a range of what has been seen.
std::span<const ColumnName> required_columns();
std::vector<ColumnName> columns_of_references();
std::vector<ColumnName> plausible_columns();

}  // namespace co2est
