package io.github.multiarchmaven.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Builds HTML in which text stays text: names, labels, paths and commands come from images and are not trusted. What cannot be seen
 * (control characters, marks that turn the direction of writing, halves of surrogate pairs) is shown as {@code \}{@code u001b}, so
 * that nothing is hidden and no parser stumbles. What comes out is well-formed XML, too.
 */
final class Html {
    /** A new line after their tags; all others stand in running text. */
    private static final Set<String> BLOCKS = Set.of(
            "html", "head", "body", "title", "header", "nav", "main", "footer", "section", "div", "details", "summary",
            "h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "table", "caption", "thead", "tbody", "tr", "svg", "defs",
            "pattern", "style", "script", "meta");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn; a null value leaves the attribute out
     */
    Html open(String element, String... attributes) {
        tag(element, attributes);
        out.append('>');
        newLine(element);
        open.push(element);
        return this;
    }

    /** Ends the element that was begun last. */
    Html close() {
        String element = open.pop();
        out.append("</").append(element).append('>');
        newLine(element);
        return this;
    }

    /** A whole element with text in it. */
    Html element(String element, String text, String... attributes) {
        tag(element, attributes);
        out.append('>');
        text(text);
        open.push(element);
        return close();
    }

    /** An element that has no content. */
    Html empty(String element, String... attributes) {
        tag(element, attributes);
        out.append("/>");
        newLine(element);
        return this;
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** Text that may go on in a new line after a slash or an at sign: references, paths. */
    Html name(String text) {
        int start = 0;
        for (int i = 0; i < text.length() - 1; i++) {
            if ("/@".indexOf(text.charAt(i)) >= 0) {
                escape(text.substring(start, i + 1));
                out.append("<wbr/>");
                start = i + 1;
            }
        }
        escape(text.substring(start));
        return this;
    }

    /** Text of this plugin's own, which is put in as it is: style sheets and scripts. */
    Html own(String trusted) {
        out.append(trusted);
        return this;
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1]);
                out.append('"');
            }
        }
    }

    private void newLine(String element) {
        if (BLOCKS.contains(element)) {
            out.append('\n');
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                    if (isVisible(character)) {
                        out.appendCodePoint(character);
                    } else {
                        out.append(String.format(character > 0xFFFF ? "\\u{%x}" : "\\u%04x", character));
                    }
                }
            }
        });
    }

    private static boolean isVisible(int character) {
        boolean noncharacter = (character & 0xFFFE) == 0xFFFE || character >= 0xFDD0 && character <= 0xFDEF;
        return !noncharacter
                && switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }

    /** @throws IllegalStateException when an element was not ended */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not ended: " + open);
        }
        return out.toString();
    }
}
