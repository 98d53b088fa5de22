// SPDX-License-Identifier: GPL-2.0-only

// The same as link-failure.yaml: a link fails for four seconds. Static routes wait for it.

#include "script.h"

using namespace ns3;

bool
LinkFailure(const std::string& database)
{
    Script script("link failure", "20Mbps", "5ms");
    script.Add({"a", "b"});
    script.Add({"client", "server"}, NfTopologyKind::HOST);
    script.Link({"client"}, {"a"});
    script.Link({"a"}, {"b"});
    script.Link({"b"}, {"server"});
    script.Build();
    script.At(Seconds(4), [&script] { script.SetLink("a", "b", false); });
    script.At(Seconds(8), [&script] { script.SetLink("a", "b", true); });
    script.Send("pings", "ping", {"client"}, {"server"}, {{"interval", "0.1s"}, {"count", "120"}});
    script.Send("later", "ping", {"client"}, {"server"}, {{"start", "9s"}, {"count", "4"}});
    script.Expect("at least 60 % of pings delivered");
    script.Expect("at most 70 % of pings delivered");
    script.Expect("at least 100 % of later delivered");
    return script.Run(Seconds(14), database);
}
