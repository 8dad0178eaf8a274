// Prints what the provider's JSON schema leaves out: the menu of each resource, and how its attributes become arguments.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-routeros/terraform-provider-routeros/routeros"
)

type attribute struct {
	Type      string `json:"type"`
	Written   bool   `json:"written"`
	Sensitive bool   `json:"sensitive"`
}

type resource struct {
	Internal   map[string]string    `json:"internal"`
	Create     string               `json:"create"`
	Delete     string               `json:"delete"`
	Attributes map[string]attribute `json:"attributes"`
}

// nameOf gives the full name of a function of the provider: of a closure, also those of the functions that make it.
func nameOf(function any) string {
	name := runtime.FuncForPC(reflect.ValueOf(function).Pointer()).Name()
	return name[strings.LastIndex(name, "/")+1:]
}

func read(of *schema.Resource) resource {
	read := resource{
		Internal:   map[string]string{},
		Create:     nameOf(of.CreateContext),
		Delete:     nameOf(of.DeleteContext),
		Attributes: map[string]attribute{},
	}
	for name, property := range of.Schema {
		if strings.HasPrefix(name, "___") {
			read.Internal[strings.Trim(name, "_")] = fmt.Sprint(property.Default)
			continue
		}
		read.Attributes[name] = attribute{
			Type:      strings.ToLower(strings.TrimPrefix(property.Type.String(), "Type")),
			Written:   property.Optional || property.Required,
			Sensitive: property.Sensitive,
		}
	}
	return read
}

func main() {
	resources := map[string]resource{}
	for name, of := range routeros.Provider().ResourcesMap {
		resources[name] = read(of)
	}
	if err := json.NewEncoder(os.Stdout).Encode(resources); err != nil {
		panic(err)
	}
}
