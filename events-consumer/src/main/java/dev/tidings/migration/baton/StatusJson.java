package dev.tidings.migration.baton;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A status for a machine. */
final class StatusJson {
    private static final double THOUSAND = 1_000.0;

    private StatusJson() {}

    static String of(Status status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("group", status.group());
        putText(json, "next", status.next());
        json.put("old_queue", status.oldQueue());
        putText(json, "new_queue", status.newQueue());
        json.put("phase", Texts.name(status.phase()));
        json.put("epoch", status.epoch());
        json.put("percent", status.percent());
        json.put("since", status.since().toString());
        json.put("at", status.at().toString());
        var instances = json.putArray("instances");
        status.instances().forEach(instance -> put(instances.addObject(), instance));
        putAll(json, "in_the_way", status.inTheWay());
        json.put("next_step", status.follows());
        var log = json.putArray("log");
        status.log().forEach(entry -> put(log.addObject(), entry));
        return json.toPrettyString();
    }

    private static void put(ObjectNode json, Instance instance) {
        json.put("name", instance.name());
        json.put("side", Texts.side(instance));
        json.put("queue", instance.queue());
        json.put("state", Texts.name(instance.state()));
        json.put("words", instance.words());
        json.put("live", instance.isLive());
        json.put("exactly_once", instance.isExactlyOnce());
        json.put("epoch", instance.epoch());
        json.put("bound", instance.isBound());
        json.put("drained", instance.isDrained());
        json.put("silent_seconds", instance.silent().toMillis() / THOUSAND);
    }

    private static void put(ObjectNode json, Entry entry) {
        json.put("epoch", entry.epoch());
        json.put("at", entry.at().toString());
        json.put("action", Texts.name(entry.action()));
        putText(json, "subject", entry.subject());
        json.put("percent_before", entry.percentBefore());
        json.put("percent_after", entry.percentAfter());
        json.put("forced", entry.forced().orElse(null));
        putAll(json, "refusals", entry.refusals());
        json.put("verdict", entry.verdict().orElse(null));
    }

    private static void putText(ObjectNode json, String name, String text) {
        json.put(name, text.isEmpty() ? null : text);
    }

    private static void putAll(ObjectNode json, String name, List<String> texts) {
        var array = json.putArray(name);
        texts.forEach(array::add);
    }
}
