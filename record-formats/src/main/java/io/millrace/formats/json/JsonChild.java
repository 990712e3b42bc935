package io.millrace.formats.json;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;

/** A node as the decoder meets it: with what it needs for it at hand. */
final class JsonChild {
    final Node node;
    /** The node if it is a leaf, else null. */
    final Leaf leaf;
    /** The plan of the node if it is a group, else null. */
    final JsonGroup group;
    /** The plan of a list's elements or a map's values, else null. */
    final JsonChild element;

    JsonChild(Node node) {
        this.node = node;
        this.leaf = node instanceof Leaf l ? l : null;
        this.group = node instanceof Group g ? new JsonGroup(g) : null;
        if (node instanceof ListNode list) {
            this.element = new JsonChild(list.element());
        } else if (node instanceof MapNode map) {
            this.element = new JsonChild(map.value());
        } else {
            this.element = null;
        }
    }
}
