// SPDX-License-Identifier: GPL-2.0-only

#include "nf-option.h"

namespace ns3
{

namespace
{

/// @param row a row
/// @param change what is different
/// @return the row with the change
template <class Change>
NfOptionSpec
With(NfOptionSpec row, Change change)
{
    change(row);
    return row;
}

} // namespace

NfOptionSpec
NfOptionSpec::Alias(std::string_view second) const
{
    return With(*this, [=](NfOptionSpec& row) { row.alias = second; });
}

NfOptionSpec
NfOptionSpec::Invertible() const
{
    return With(*this, [](NfOptionSpec& row) { row.invertible = true; });
}

NfOptionSpec
NfOptionSpec::Mandatory() const
{
    return With(*this, [](NfOptionSpec& row) { row.mandatory = true; });
}

NfOptionSpec
NfOptionSpec::Repeatable() const
{
    return With(*this, [](NfOptionSpec& row) { row.repeatable = true; });
}

NfOptionSpec
NfOptionSpec::Bare() const
{
    return With(*this, [](NfOptionSpec& row) { row.minArguments = 0; });
}

NfOptionSpec
NfOptionSpec::Choice(uint8_t number) const
{
    return With(*this, [=](NfOptionSpec& row) {
        row.group = number;
        row.exclusive = row.mandatory = true;
    });
}

NfOptionSpec
NfOptionSpec::AtMostOne(uint8_t number) const
{
    return With(*this, [=](NfOptionSpec& row) {
        row.group = number;
        row.exclusive = true;
    });
}

NfOptionSpec
NfOptionSpec::AtLeastOne(uint8_t number) const
{
    return With(*this, [=](NfOptionSpec& row) {
        row.group = number;
        row.mandatory = true;
    });
}

NfOptionSpec
NfOptionSpec::Own() const
{
    return With(*this, [](NfOptionSpec& row) { row.own = true; });
}

NfOptionSpec
NfOptionSpec::Spelling() const
{
    return With(*this, [](NfOptionSpec& row) { row.printed = false; });
}

NfOptionSpec
NfOptionSpec::OnlyFrom(uint32_t set) const
{
    return With(*this, [=](NfOptionSpec& row) { row.hooks = set; });
}

NfOptionSpec
NfOptionSpec::OnlyWith(uint8_t number) const
{
    return With(*this, [=](NfOptionSpec& row) { row.protocol = number; });
}

NfOptionSpec
NfOptionSpec::Listed(std::string_view text, std::string_view inverted) const
{
    return With(*this, [=](NfOptionSpec& row) {
        row.listed = text;
        row.inverse = inverted;
    });
}

} // namespace ns3
