import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    for (arch in ['amd64', 'arm64']) {
        def image = registry.config('team/app', '1.0', "linux/$arch")
        def config = image.path('config')
        def list = { name -> config.path(name).collect { it.asText() } }
        def keys = { name -> config.path(name).fieldNames().collect { it }.sort() }
        mustEqual(['java', '-Xmx256m', '-XX:+UseSerialGC', '-cp', '/app/resources:/app/classes:/app/libs/*', 'com.example.App'], list('Entrypoint'))
        mustEqual(['--greeting', 'hello world'], list('Cmd'))
        mustEqual(['PATH=/usr/bin:/bin', 'JAVA_HOME=/opt/java', 'TZ=UTC'], list('Env'))
        mustEqual(['8080/tcp', '9000/udp', '9001/udp'], keys('ExposedPorts'))
        mustEqual(['/data'], keys('Volumes'))
        mustEqual('payments', config.at('/Labels/team').asText())
        mustEqual('1000:1000', config.path('User').asText())
        mustEqual('/work', config.path('WorkingDir').asText())
        mustEqual('2026-01-31T12:00:00Z', image.path('created').asText())
        def annotations = registry.child('team/app', '1.0', "linux/$arch").annotations()
        mustEqual('https://git.example.com/app', annotations['org.opencontainers.image.source'])
        mustEqual(registry.host() + '/base/java:17', annotations['org.opencontainers.image.base.name'])
        mustEqual(registry.child('base/java', '17', "linux/$arch").digest().toString(), annotations['org.opencontainers.image.base.digest'])
        def files = registry.files('team/app', '1.0', "linux/$arch")
        must(files.containsAll(['/opt/app/bin/start.sh 755', '/opt/app/conf/app.properties 644', '/app/resources/messages.properties 644']), "files: $files")
        must(!files.any { it.contains('.bak') }, "excluded: $files")
    }
    def digest = registry.manifest('team/app', '1.0').digest()
    mustEqual(digest, registry.manifest('team/app', 'latest').digest())
    mustEqual(digest, registry.manifest('team/app', 'stable').digest())
} finally {
    registry.close()
}
true
