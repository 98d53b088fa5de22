// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_COMMENT_H
#define NF_MATCH_COMMENT_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "comment": always true; carries a text (Linux's xt_comment.c)
NfMatchType NfMakeCommentMatchType();

} // namespace ns3

#endif /* NF_MATCH_COMMENT_H */
