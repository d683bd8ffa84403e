import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import groovy.json.JsonSlurper

def registry = of(context)
try {
    def digest = registry.manifest('team/app', '1.0').digest()
    mustSay(basedir, /image index \(OCI\) $digest/)
    mustSay(basedir, /linux\/arm64  image manifest \(OCI\) ${registry.child('team/app', '1.0', 'linux/arm64').digest()}/)
    mustSay(basedir, /runs java -cp/)
    mustSay(basedir, /layer \w{12} .* shared /)
    mustEqual(2, log(basedir).count('image index (OCI) ' + digest))
    def json = new JsonSlurper().parse(new File(basedir, 'target/inspect.json'))
    mustEqual(digest.toString(), json.digest)
    mustEqual(['amd64', 'arm64'], json.manifests.collect { it.platform.architecture })
} finally {
    registry.close()
}
true
