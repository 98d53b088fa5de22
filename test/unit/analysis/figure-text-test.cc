// SPDX-License-Identifier: GPL-2.0-only

#include "nf-figure-text.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

TEST(FigureText, ShortTextsStay)
{
    EXPECT_EQ(NfShortenText("short", 5), "short");
    EXPECT_EQ(NfShortenText("", 5), "");
}

TEST(FigureText, TheMiddleIsLeftOutBetweenWords)
{
    const std::string text = NfShortenText("filter FORWARD: -s 10.0.0.0/8 -d 192.168.0.0/16 "
                                           "-p tcp --dport 80 -j DROP",
                                           40);
    EXPECT_THAT(text, StartsWith("filter FORWARD: "));
    EXPECT_THAT(text, EndsWith(" -j DROP"));
    EXPECT_LE(text.size(), 40U);
}

TEST(FigureText, CharactersAreNotCut)
{
    for (std::size_t length = 1; length < 12; ++length)
    {
        const std::string text = NfShortenText("ääääääääääää", length);
        for (std::size_t i = 0; i < text.size(); ++i)
        {
            if (static_cast<unsigned char>(text[i]) == 0xc3)
            {
                ASSERT_LT(i + 1, text.size());
                EXPECT_EQ(static_cast<unsigned char>(text[i + 1]), 0xa4);
            }
        }
    }
}

TEST(FigureText, DifferentTextsStayDifferent)
{
    const std::string x(30, 'x');
    EXPECT_THAT(NfShortenTexts({x + "1" + x, x + "2" + x, "other", x + "1" + x}, 20),
                ElementsAre(NfShortenText(x + "1" + x, 20) + " (1)",
                            NfShortenText(x + "2" + x, 20) + " (2)",
                            "other",
                            NfShortenText(x + "1" + x, 20) + " (1)"));
}

TEST(FigureText, LinesAreBrokenBetweenWordsOrWithinLongOnes)
{
    EXPECT_THAT(NfWrapText("one two", 100), ElementsAre("one two"));
    EXPECT_EQ(NfWrapText("one two", NfTextWidth("one ")), (std::vector<std::string>{"one", "two"}));
    const std::vector<std::string> lines = NfWrapText(std::string(100, 'x'), 10);
    EXPECT_GT(lines.size(), 5U);
    for (const std::string& line : lines)
    {
        EXPECT_LE(NfTextWidth(line), 10);
    }
    EXPECT_EQ(NfWrapText("", 10).size(), 1U);
    EXPECT_GE(NfWrapText("abc", 0).size(), 3U);
}

} // namespace

} // namespace ns3
