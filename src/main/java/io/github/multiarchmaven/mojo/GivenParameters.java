package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.doctor.Finding;
import io.github.multiarchmaven.doctor.ParameterNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The names that projects and a command line give to this plugin's parameters, beside those it has. */
final class GivenParameters {
    private static final String PREFIX = "multiarch.";
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private final PluginDescriptor plugin;

    GivenParameters(PluginDescriptor plugin) {
        this.plugin = plugin;
    }

    /** @param projects whose names are looked at; of a name that several give, one place is told */
    List<Finding> examine(List<MavenProject> projects, MavenSession session) {
        Map<String, String> configured = new TreeMap<>();
        Map<String, String> set = new TreeMap<>();
        properties(session.getUserProperties(), "on the command line", set);
        for (MavenProject project : projects) {
            String where = projects.size() == 1 ? "" : " of " + project.getArtifactId();
            properties(project.getProperties(), "among the project's properties" + where, set);
            Plugin used = usedBy(project);
            if (used == null) {
                continue;
            }
            names(used.getConfiguration(), "in the plugin's <configuration>" + where, configured);
            for (PluginExecution execution : used.getExecutions()) {
                names(
                        execution.getConfiguration(),
                        "in the <configuration> of the execution " + execution.getId() + where,
                        configured);
            }
        }
        return known().examine(configured, set);
    }

    private ParameterNames known() {
        Set<String> parameters = new HashSet<>();
        Set<String> properties = new HashSet<>();
        for (MojoDescriptor goal : plugin.getMojos()) {
            for (Parameter parameter : goal.getParameters()) {
                parameters.add(parameter.getName());
                if (parameter.getAlias() != null) {
                    parameters.add(parameter.getAlias());
                }
            }
            // The parameters' own expressions are not filled in by every Maven: those of the configuration are.
            for (PlexusConfiguration value : goal.getMojoConfiguration().getChildren()) {
                Matcher matcher = PROPERTY.matcher(value.getValue(""));
                if (matcher.matches()) {
                    properties.add(matcher.group(1));
                }
            }
        }
        return new ParameterNames(parameters, properties);
    }

    /** What Maven configures a goal with: the build's plugin, or for a goal of the command line else the managed one. */
    private Plugin usedBy(MavenProject project) {
        Plugin used = project.getPlugin(plugin.getPluginLookupKey());
        return used != null || project.getPluginManagement() == null
                ? used
                : project.getPluginManagement().getPluginsAsMap().get(plugin.getPluginLookupKey());
    }

    /** Whether the project runs the goal. */
    boolean runs(MavenProject project, String goal) {
        Plugin used = project.getPlugin(plugin.getPluginLookupKey());
        return used != null
                && used.getExecutions().stream()
                        .anyMatch(execution -> execution.getGoals().contains(goal));
    }

    private static void names(Object configuration, String place, Map<String, String> into) {
        if (configuration instanceof Xpp3Dom dom) {
            for (Xpp3Dom child : dom.getChildren()) {
                into.putIfAbsent(child.getName(), place);
            }
        }
    }

    private static void properties(Properties all, String place, Map<String, String> into) {
        for (String name : all.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                into.putIfAbsent(name, place);
            }
        }
    }
}
