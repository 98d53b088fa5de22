// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HTML_H
#define NF_HTML_H

#include "nf-report.h"

#include <string>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Pieces of a page that stands alone.
 */

/**
 * @param text any
 * @return it, such that it means nothing else in HTML
 */
std::string NfEscapeHtml(const std::string& text);

/**
 * @param table any; what people see of it
 * @return it in HTML; a click on a column's title sorts it
 */
std::string NfTableToHtml(const NfReportTable& table);

/**
 * @param svg a picture's file
 * @param number of the picture on its page: what it names is named apart from other pictures
 * @param text what it shows, for those who cannot see it
 * @return it, to stand within a page
 */
std::string NfInlineSvg(const std::string& svg, std::size_t number, const std::string& text);

/**
 * @param title of a page
 * @param body its content
 * @return the page, with its style and what sorts its tables
 */
std::string NfHtmlPage(const std::string& title, const std::string& body);

} // namespace ns3

#endif /* NF_HTML_H */
