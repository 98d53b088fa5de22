// SPDX-License-Identifier: GPL-2.0-only

#include "fake-extensions.h"

#include "nf-rule-spec.h"

#include <cctype>
#include <map>
#include <utility>

namespace ns3
{

namespace
{

/// iptables' quoting of free text in what it saves.
std::string
SaveText(const std::string& text)
{
    bool plain = !text.empty();
    std::string escaped;
    for (char c : text)
    {
        plain = plain && (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-');
        escaped += (c == '"' || c == '\\' || c == '\'') ? std::string("\\") + c : std::string(1, c);
    }
    return plain ? text : '"' + escaped + '"';
}

/// A value as written, for extensions with one option.
class OneValue
{
  public:
    void Take(const NfOption& option)
    {
        inverted = option.inverted;
        value = option.arguments.empty() ? "" : option.arguments[0].text;
        given = true;
    }

    std::string value;
    bool inverted{false};
    bool given{false};
};

class FakePorts : public NfMatch
{
  public:
    explicit FakePorts(uint8_t protocol)
        : m_protocol(protocol)
    {
    }

    std::string_view GetName() const override
    {
        return m_protocol == NfProtocol::TCP ? "tcp" : "udp";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_port.Take(option);
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (context.rule->protocol == m_protocol && !context.rule->notProtocol)
        {
            return {};
        }
        return "needs -p " + std::string(GetName());
    }

    void Save(std::ostream& os) const override
    {
        os << (m_port.inverted ? " !" : "") << (m_port.given ? " --dport " + m_port.value : "");
    }

    void List(std::ostream& os) const override
    {
        os << GetName() << (m_port.given ? " dpt:" + m_port.value : "");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const uint8_t* l4 = packet.L4(4);
        if (!l4)
        {
            return NfMatchResult::HOTDROP;
        }
        bool same = !m_port.given || std::to_string(l4[2] << 8 | l4[3]) == m_port.value;
        return same != m_port.inverted ? NfMatchResult::YES : NfMatchResult::NO;
    }

  private:
    uint8_t m_protocol;
    OneValue m_port;
};

/// A match that always matches and prints a text.
class FakeText : public NfMatch
{
  public:
    explicit FakeText(bool comment)
        : m_comment(comment)
    {
    }

    std::string_view GetName() const override
    {
        return m_comment ? "comment" : "icmp";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_text.Take(option);
        return {};
    }

    void Save(std::ostream& os) const override
    {
        if (m_text.given)
        {
            os << (m_comment ? " --comment " : " --icmp-type ") << SaveText(m_text.value);
        }
    }

    void List(std::ostream& os) const override
    {
        os << (m_comment ? "/* " + m_text.value + " */" : "icmptype " + m_text.value);
    }

    NfMatchResult Match(NfPacket&) override
    {
        return NfMatchResult::YES;
    }

  private:
    bool m_comment;
    OneValue m_text;
};

class Probe : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "probe";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        static const std::map<std::string, NfMatchResult> results{
            {"no", NfMatchResult::NO},
            {"yes", NfMatchResult::YES},
            {"hotdrop", NfMatchResult::HOTDROP},
            {"yes-and-hotdrop", NfMatchResult::YES_AND_HOTDROP}};
        auto found = results.find(option.arguments[0].text);
        if (found == results.end())
        {
            return "found '" + option.arguments[0].text + "', expected no, yes or hotdrop";
        }
        m_text = found->first;
        m_result = found->second;
        return {};
    }

    NfComplaint FinishParse() override
    {
        return m_text.empty() ? NfComplaint("says nothing") : NfComplaint();
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        FakeExtensionLog::Get().checks.push_back(context);
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --say " << m_text;
    }

    void List(std::ostream& os) const override
    {
        os << "says " << m_text;
    }

    NfMatchResult Match(NfPacket&) override
    {
        ++FakeExtensionLog::Get().probes;
        return m_result;
    }

  private:
    std::string m_text;
    NfMatchResult m_result{NfMatchResult::NO};
};

class Tracked : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "tracked";
    }

    NfComplaint Parse(const NfOption&) override
    {
        return {};
    }

    void Save(std::ostream&) const override
    {
    }

    void List(std::ostream&) const override
    {
    }

    bool NeedsConntrack() const override
    {
        return true;
    }

    bool RequiresTcpSyn() const override
    {
        return true;
    }

    NfMatchResult Match(NfPacket&) override
    {
        return NfMatchResult::YES;
    }
};

/// Keeps its options as written.
class Twice : public Tracked
{
  public:
    std::string_view GetName() const override
    {
        return "twice";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_text += " --" + std::string(option.spec->name);
        for (const NfToken& argument : option.arguments)
        {
            m_text += " " + argument.text;
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << m_text;
    }

    bool NeedsConntrack() const override
    {
        return false;
    }

  private:
    std::string m_text;
};

class FakeLog : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "LOG";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_prefix.Take(option);
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_prefix.given ? " --log-prefix " + SaveText(m_prefix.value) : "");
    }

    void List(std::ostream& os) const override
    {
        os << "LOG flags 0 level 4" << (m_prefix.given ? " prefix \"" + m_prefix.value + "\"" : "");
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::CONTINUE;
    }

  private:
    OneValue m_prefix;
};

class FakeReject : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "REJECT";
    }

    NfComplaint Parse(const NfOption&) override
    {
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --reject-with icmp-port-unreachable";
    }

    void List(std::ostream& os) const override
    {
        os << "reject-with icmp-port-unreachable";
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::DROP;
    }

    NfTargetResult GetTypicalResult() const override
    {
        return NfTargetResult::DROP;
    }
};

class FakeMasquerade : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "MASQUERADE";
    }

    NfComplaint Parse(const NfOption&) override
    {
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (context.table != "nat")
        {
            return "only the table nat has it";
        }
        uint32_t others = context.hooks & ~(1U << static_cast<unsigned>(NfHook::POSTROUTING));
        return others ? NfComplaint("only POSTROUTING may lead to it") : NfComplaint();
    }

    void Save(std::ostream&) const override
    {
    }

    void List(std::ostream&) const override
    {
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::ACCEPT;
    }
};

class Do : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "DO";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        static const std::map<std::string, NfTargetResult> results{
            {"continue", NfTargetResult::CONTINUE},
            {"accept", NfTargetResult::ACCEPT},
            {"drop", NfTargetResult::DROP},
            {"stolen", NfTargetResult::STOLEN},
            {"queue", NfTargetResult::QUEUE},
            {"repeat", NfTargetResult::REPEAT},
            {"return", NfTargetResult::RETURN}};
        m_text = option.arguments[0].text;
        m_result = results.at(m_text);
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        FakeExtensionLog::Get().checks.push_back(context);
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --result " << m_text;
    }

    void List(std::ostream& os) const override
    {
        os << m_text;
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (FakeExtensionLog::Get().onExecute)
        {
            FakeExtensionLog::Get().onExecute(packet);
        }
        return m_result;
    }

  private:
    std::string m_text;
    NfTargetResult m_result{NfTargetResult::CONTINUE};
};

/// Writes the mark or the TOS.
class SetField : public NfTarget
{
  public:
    explicit SetField(bool mark)
        : m_mark(mark)
    {
    }

    std::string_view GetName() const override
    {
        return m_mark ? "SETMARK" : "SETTOS";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_value = std::stoul(option.arguments[0].text);
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --value " << m_value;
    }

    void List(std::ostream& os) const override
    {
        os << m_value;
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (m_mark)
        {
            packet.mark = m_value;
        }
        else
        {
            packet.ip.tos = m_value;
        }
        return NfTargetResult::CONTINUE;
    }

  private:
    bool m_mark;
    uint32_t m_value{0};
};

/// A type with a factory.
template <class Type, class Extension, class... Arguments>
Type
MakeType(const std::string& name, std::vector<NfOptionSpec> options, Arguments... arguments)
{
    Type type;
    type.name = name;
    type.options = std::move(options);
    type.make = [=] { return std::make_unique<Extension>(arguments...); };
    return type;
}

/// An option with one argument.
NfOptionSpec
Option(std::string_view name, std::string_view alias = "", bool invertible = false)
{
    NfOptionSpec spec{1, name, alias};
    spec.invertible = invertible;
    return spec;
}

} // namespace

FakeExtensionLog&
FakeExtensionLog::Get()
{
    static FakeExtensionLog log;
    return log;
}

void
RegisterFakeExtensions()
{
    NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    if (registry.FindMatch("tcp"))
    {
        return;
    }
    for (uint8_t protocol : {NfProtocol::TCP, NfProtocol::UDP})
    {
        auto type = MakeType<NfMatchType, FakePorts>(
            protocol == NfProtocol::TCP ? "tcp" : "udp",
            {Option("dport", "destination-port", true), Option("source-port", "sport", true)},
            protocol);
        type.implicitProtocol = protocol;
        registry.Register(type);
    }
    auto comment = MakeType<NfMatchType, FakeText>("comment", {Option("comment")}, true);
    comment.stateless = true;
    registry.Register(comment);
    registry.Register(MakeType<NfMatchType, FakeText>("icmp", {Option("icmp-type")}, false));
    registry.Register(MakeType<NfMatchType, Probe>("probe", {Option("say")}));
    registry.Register(MakeType<NfMatchType, Tracked>("tracked", {}));
    NfOptionSpec one{1, "one", ""};
    one.mandatory = true;
    NfOptionSpec two{2, "two", ""};
    two.minArguments = 2;
    two.maxArguments = 2;
    two.repeatable = true;
    NfOptionSpec maybe{3, "maybe", ""};
    maybe.minArguments = 0;
    registry.Register(MakeType<NfMatchType, Twice>("twice", {one, two, maybe}));
    registry.Register(MakeType<NfTargetType, FakeLog>("LOG", {Option("log-prefix")}));
    registry.Register(MakeType<NfTargetType, FakeReject>("REJECT", {}));
    registry.Register(MakeType<NfTargetType, FakeMasquerade>("MASQUERADE", {}));
    registry.Register(MakeType<NfTargetType, Do>("DO", {Option("result")}));
    registry.Register(MakeType<NfTargetType, SetField>("SETMARK", {Option("value")}, true));
    registry.Register(MakeType<NfTargetType, SetField>("SETTOS", {Option("value")}, false));
}

} // namespace ns3
