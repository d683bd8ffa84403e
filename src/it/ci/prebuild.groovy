import io.github.multiarchmaven.testbed.InvokerRegistry

def registry = InvokerRegistry.start(basedir, context)
def given = new File(basedir, 'test.properties').text
// What one machine has made, the others have not.
['runners', 'publisher', 'published'].each { new File(basedir, "${it}.properties").text =
        given + "\nit.image=native\nmultiarch.layoutDirectory=target/${it}\n" }
new File(basedir, 'published.properties') << "multiarch.mirrors=hub.example.com=${registry.host()}\n"
true
