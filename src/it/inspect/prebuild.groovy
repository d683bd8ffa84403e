import io.github.multiarchmaven.testbed.InvokerRegistry

def registry = InvokerRegistry.start(basedir, context)
def properties = "it.registry=${registry.host()}\nimage=${registry.host()}/team/app:1.0\n"
new File(basedir, 'inspect-text.properties').text = properties
new File(basedir, 'inspect-json.properties').text = properties + "format=json\nmultiarch.outputFile=${basedir}/target/inspect.json\n"
true
