import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import io.github.multiarchmaven.image.MediaTypes
import io.github.multiarchmaven.image.Platform
import groovy.json.JsonSlurper

def registry = of(context)
try {
    def index = registry.manifest('team/app', '1.0')
    mustEqual(MediaTypes.OCI_INDEX, index.mediaType())
    mustEqual(['linux/amd64', 'linux/arm64'], index.children().collect { it.platform().get().toString() })
    for (arch in ['amd64', 'arm64']) {
        def config = registry.config('team/app', '1.0', "linux/$arch")
        mustEqual(arch, config.path('architecture').asText())
        mustEqual('SIGINT', config.at('/config/StopSignal').asText())
        mustEqual(registry.child('team/app', '1.0', "linux/$arch").digest(), registry.manifest('team/app', "1.0-$arch").digest())
        def files = registry.files('team/app', '1.0', "linux/$arch")
        must(files.contains('/app/libs/slf4j-api-1.7.36.jar 644'), "the dependency is in $files")
        must(files.contains('/app/classes/com/example/App.class 644'), "the class is in $files")
    }

    def json = new JsonSlurper().parse(new File(basedir, 'target/repository/com/example/app/1.0/app-1.0-image.json'))
    mustEqual(index.digest().toString(), json.digest)
    mustEqual(registry.host() + '/team/app:1.0', json.reference)
    mustEqual(2, json.platforms.size())

    // Base and application are in one registry: base layers are mounted, and every blob moves once.
    def posts = registry.requests().findAll { it.method() == 'POST' && it.pathAndQuery().startsWith('/v2/team/app/') }
    mustEqual(2, posts.count { it.pathAndQuery().contains('from=base') && it.status() == 201 })
    def log = log(basedir)
    def second = log.substring(log.lastIndexOf('Building app 1.0'))
    must(second.contains('Up to date: ' + registry.host() + '/team/app:1.0'), 'the second run has nothing to publish')
    def manifests = registry.requests().findAll { it.method() == 'PUT' && it.pathAndQuery().startsWith('/v2/team/app/manifests/') }
    mustEqual(['1.0', '1.0-amd64', '1.0-arm64'], manifests.collect { it.pathAndQuery().split('/').last() }.sort())
    // Of the base the build reads manifests and configurations, no layer; the second run not even those.
    def baseLayer = registry.child('base/java', '17', 'linux/amd64').layers()[0].digest().toString()
    must(!registry.requests().any { it.method() == 'GET' && it.pathAndQuery().endsWith('base/java/blobs/' + baseLayer) }, 'no base layer is downloaded')
} finally {
    registry.close()
}
true
