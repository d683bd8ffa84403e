package io.github.multiarchmaven.prune;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The images of Buildah, which are its cache: those of bases and of steps. They are pruned by name, or by age and size; their age is
 * that of the image, as uses are not noted. One that a build or a container uses stays.
 */
public final class BuildahCache implements Cache {
    private final Tool buildah;

    public BuildahCache(Map<String, String> environment) {
        this.buildah = Tool.find("buildah", environment, "Pruning the images of Buildah");
    }

    @Override
    public String title() {
        return "the images of Buildah";
    }

    @Override
    public List<Entry> entries() {
        String list = buildah.output(List.of("images", "--all", "--json"));
        byte[] wrapped = ("{\"images\":" + (list.isBlank() ? "[]" : list) + "}").getBytes(StandardCharsets.UTF_8);
        List<Entry> entries = new ArrayList<>();
        for (JsonNode image :
                Json.parseObject(wrapped, "the images that Buildah lists").path("images")) {
            TreeSet<String> names = new TreeSet<>();
            image.path("names").forEach(name -> names.add(name.asText()));
            entries.add(new Entry(
                    names.isEmpty() ? "step" : "image",
                    image.path("id").asText(),
                    Amounts.size("size", image.path("size").asText("0")),
                    Instant.ofEpochSecond(image.path("created").asLong()),
                    names));
        }
        return entries;
    }

    @Override
    public List<Entry> delete(List<Entry> chosen) {
        List<Entry> gone = new ArrayList<>();
        for (Entry entry : chosen) {
            // One by one: an image in use fails, and the others are to go all the same. By all its names: by its id it
            // would take force.
            List<String> command = new ArrayList<>(List.of("rmi"));
            if (entry.images().isEmpty()) {
                command.add(entry.id());
            } else {
                command.addAll(entry.images());
            }
            if (buildah.run(command).succeeded()) {
                gone.add(entry);
            }
        }
        return gone;
    }
}
