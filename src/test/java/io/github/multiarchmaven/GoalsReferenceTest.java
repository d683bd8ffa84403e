package io.github.multiarchmaven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * {@code docs/goals.md} is made from the Javadoc of the goals, by way of the plugin descriptor. After a change of a parameter write
 * it anew with {@code mvn test -Dtest=GoalsReferenceTest -DargLine=-Dmultiarch.docs.write=true}.
 */
class GoalsReferenceTest {
    private static final Path PAGE = Path.of("docs/goals.md");

    @Test
    void goalsPageSaysWhatTheJavadocSays() throws Exception {
        String page = page();
        if (Boolean.getBoolean("multiarch.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "docs/goals.md is out of date: see this test's comment");
    }

    @Test
    void everyParameterIsDescribed() throws Exception {
        for (Element mojo : mojos()) {
            for (Element parameter : parameters(mojo)) {
                assertFalse(
                        text(parameter, "description").isBlank(), text(mojo, "goal") + " " + text(parameter, "name"));
            }
        }
    }

    private static String page() throws Exception {
        StringBuilder page = new StringBuilder();
        page.append("# Goals\n\nMade from the plugin's Javadoc; `mvn multiarch:help -Ddetail` shows the same.\n");
        page.append(
                "A parameter is set in `<configuration>`, and on the command line or as a property by the name in brackets.\n");
        for (Element mojo : mojos()) {
            page.append("\n## ").append("multiarch:").append(text(mojo, "goal")).append("\n\n");
            String phase = text(mojo, "phase");
            page.append(plain(text(mojo, "description"))).append("\n");
            if (!phase.isEmpty()) {
                page.append("\nBound to the phase `").append(phase).append("` by default.\n");
            }
            List<Element> parameters = parameters(mojo);
            if (!parameters.isEmpty()) {
                page.append("\n| parameter | default | what it does |\n| --- | --- | --- |\n");
            }
            Map<String, Element> values = configuration(mojo);
            for (Element parameter : parameters) {
                String name = text(parameter, "name");
                Element value = values.get(name);
                String property = value == null ? "" : value.getTextContent().replaceAll("^\\$\\{(.*)}$", "$1");
                String standard = value == null ? "" : value.getAttribute("default-value");
                page.append("| `").append(name).append('`');
                if (!property.isEmpty()) {
                    page.append(" [`").append(property).append("`]");
                }
                page.append(" | ");
                page.append(
                        "true".equals(text(parameter, "required")) && standard.isEmpty()
                                ? "required"
                                : standard.isEmpty() ? "" : "`" + standard + "`");
                page.append(" | ").append(plain(text(parameter, "description"))).append(" |\n");
            }
        }
        return page.toString();
    }

    /** The descriptor has plain text; elements in it stay visible, and a line stays one cell. */
    private static String plain(String text) {
        return text.replace("<", "&lt;")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
    }

    private static List<Element> mojos() throws Exception {
        Path descriptor = Path.of("target/classes/META-INF/maven/plugin.xml");
        Element plugin = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(descriptor.toFile())
                .getDocumentElement();
        List<Element> mojos = new ArrayList<>(children(child(plugin, "mojos")));
        mojos.removeIf(mojo -> text(mojo, "goal").equals("help"));
        mojos.sort(Comparator.comparing(mojo -> text(mojo, "goal")));
        return mojos;
    }

    private static List<Element> parameters(Element mojo) {
        List<Element> parameters = new ArrayList<>(children(child(mojo, "parameters")));
        parameters.removeIf(parameter -> "false".equals(text(parameter, "editable")));
        parameters.sort(Comparator.comparing(parameter -> text(parameter, "name")));
        return parameters;
    }

    private static Map<String, Element> configuration(Element mojo) {
        Map<String, Element> values = new LinkedHashMap<>();
        Element configuration = child(mojo, "configuration");
        if (configuration != null) {
            children(configuration).forEach(value -> values.put(value.getTagName(), value));
        }
        return values;
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream()
                .filter(c -> c.getTagName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static String text(Element parent, String name) {
        Element child = child(parent, name);
        return child == null ? "" : child.getTextContent().strip();
    }
}
