package io.github.multiarchmaven.mojo;

import java.util.List;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** What Maven's decrypter hands back. */
record Decryption(Server server, List<SettingsProblem> problems) implements SettingsDecryptionResult {
    @Override
    public Server getServer() {
        return server;
    }

    @Override
    public List<Server> getServers() {
        return List.of(server);
    }

    @Override
    public Proxy getProxy() {
        return null;
    }

    @Override
    public List<Proxy> getProxies() {
        return List.of();
    }

    @Override
    public List<SettingsProblem> getProblems() {
        return problems;
    }
}
